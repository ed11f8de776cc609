"""What the columns of questions, answers and sections are called, in many languages."""

import re

from app.corpus.labels import PAIRS
from app.text import fold

_PARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\-./:*#()\[\]]+")


def plain_name(name: str) -> str:
    """A name for comparing: "faqQuestion", "faq_question" and "FAQ question:" are the same."""
    return fold(_PARTS.sub(" ", name))


def _names(written: str) -> frozenset[str]:
    return frozenset(plain_name(name) for name in written.split(","))


def _words(position: int) -> frozenset[str]:
    """The labels of `app.corpus.labels`; of single letters only q and a, for the others stand for many things."""
    words = {pair[position] for pair in PAIRS}
    return _names(",".join(word for word in words if len(word) > 1 or word > "\u0530" or word == "qa"[position]))


# For each column the names that it goes by, best first: a table with "question" and "title" asks in "question".
QUESTIONS = (
    _words(0)
    | _names(
        "questions,faq question,question text,question title,question name,questiontext,prompt,pregunta frecuente,"
        "fragen,preguntas,domande,perguntas,vragen,pytania,sorular,frågor,вопросы,питання,въпрос,pitanje,питање,"
        "vprašanje,otázky,klausimas,jautājums,küsimus,soalan,tanong,swali,پرسش,سوال,প্রশ্ন,கேள்வி,ප්‍රශ්නය,よくある質問,"
        "常见问题,常見問題,問い,자주 묻는 질문"
    ),
    _names(
        "title,titel,titre,título,titolo,tytuł,başlık,заголовок,العنوان,عنوان,タイトル,标题,標題,제목,tittel,otsikko,název,"
        "titulek,názov,titlu,cím,τίτλος,заглавие,naslov,judul,tajuk,tiêu đề,כותרת,शीर्षक,ชื่อเรื่อง,article title,"
        "post title,headline,subject"
    ),
)
ANSWERS = (
    _words(1)
    | _names(
        "answers,faq answer,answer text,answer html,answer body,answertext,antworten,respuestas,risposte,respostas,"
        "antwoorden,odpowiedzi,cevaplar,yanıt,ответы,відповіді,отговор,odgovor,одговор,odpoveď,atsakymas,atbilde,vastus,"
        "jawapan,sagot,jibu,پاسخ,উত্তর,பதில்,පිළිතුර,返答,答え"
    ),
    _names(
        "response,reply,solution,réponse texte,text,texte,texto,testo,tekst,текст,النص,نص,テキスト,本文,"
        "文本,正文,텍스트,teksti,szöveg,κείμενο,teks,טקסט,पाठ,ข้อความ,متن"
    ),
    _names(
        "body,body html,html,markdown,content,contenu,inhalt,contenido,contenuto,conteúdo,inhoud,treść,içerik,"
        "содержание,المحتوى,内容,內容,내용,본문,innehåll,indhold,innhold,sisältö,obsah,conținut,tartalom,περιεχόμενο,вміст,"
        "съдържание,sadržaj,vsebina,isi,nội dung,תוכן,सामग्री,เนื้อหา,محتوا,post content,article body"
    ),
    _names("description,beschreibung,descripción,descrizione,descrição,beschrijving,opis,описание"),
)
SECTIONS = (
    _names(
        "section,abschnitt,sección,sezione,seção,secção,sectie,раздел,القسم,قسم,セクション,章节,章節,섹션,avsnitt,afsnit,"
        "osio,sekce,sekcia,secțiune,szakasz,ενότητα,розділ,секция,odjeljak,razdelek,sekcja,dział,bölüm,bagian,bahagian,"
        "mục,מדור,अनुभाग,ส่วน,بخش,section name,section title"
    ),
    _names(
        "category,catégorie,kategorie,categoría,categoria,categorie,kategoria,kategori,категория,الفئة,فئة,"
        "カテゴリ,カテゴリー,分類,分类,类别,類別,카테고리,분류,luokka,kategória,kategorija,категорія,категорија,κατηγορία,"
        "danh mục,קטגוריה,श्रेणी,หมวดหมู่,دسته,categories,category name,faq category,group,gruppe,groupe,grupo,gruppo,groep"
    ),
    _names(
        "topic,thème,thema,tema,argomento,assunto,onderwerp,rubrique,rubrik,rubriek,тема,الموضوع,موضوع,トピック,主题,主題,"
        "주제,ämne,emne,aihe,téma,subiect,θέμα,konu,temat,topik,chủ đề,נושא,विषय,หัวข้อ,topics"
    ),
)
OTHER_QUESTIONS = _names(
    "alternate questions,alternate question,alternative questions,alternative question,similar questions,"
    "similar question,other questions,question variants,variants,phrasings,utterances,synonym questions,"
    "alternative fragen,ähnliche fragen,questions similaires,questions alternatives,preguntas similares,"
    "preguntas alternativas,domande simili,perguntas semelhantes,类似问题,相似问题,相似問法,相似问法,類似質問,"
    "유사 질문,похожие вопросы"
)
"""Of columns that ask the same in other words."""
